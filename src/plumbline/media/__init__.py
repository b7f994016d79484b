"""Words in pictures and videos: subtitles, transcripts, and what is written on a poster, as the text of a post."""
