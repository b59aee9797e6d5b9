"""The prompts that the product sends to language models: one Markdown file each, versioned and locked."""

from prompts.prompt import Message, ModelHints, Prompt, PromptError, load, names, versions

__all__ = ["Message", "ModelHints", "Prompt", "PromptError", "load", "names", "versions"]
