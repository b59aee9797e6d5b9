-- What a search compares: number and name in lower case without accents, as `engine.domain.wording.fold` gives what is
-- searched. Kept ready, because taking the accents off thousands of names takes longer than the rest of the page. Not
-- every database knows the capitals of accented letters: they are all named here.
ALTER TABLE live.dossier_now ADD COLUMN plain text GENERATED ALWAYS AS (
    lower(translate(id || ' ' || patient,
        'ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝŸàáâãäåçèéêëìíîïñòóôõöùúûüýÿ’',
        'AAAAAACEEEEIIIINOOOOOUUUUYYaaaaaaceeeeiiiinooooouuuuyy'''))) STORED;
