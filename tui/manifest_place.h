/* Where a manifest is going to be, and what the paths in it therefore begin with. */
#ifndef CCASCOPE_TUI_MANIFEST_PLACE_H
#define CCASCOPE_TUI_MANIFEST_PLACE_H

/* The folder of the file `output`, or of the regular file that standard output goes to, or else the current
 * one, from which most manifests are started. Malloc'ed, without links; NULL when there is no such folder. */
char *manifest_folder(const char *output);

/* What leads from that folder to a directory, named from the current one, as templates have it: "" or a path
 * that ends in
 * /. As the
 * user wrote it where that holds from there too; relative where the directory is below; else absolute.
 * Malloc'ed; NULL when the directory is not there. */
char *manifest_prefix(const char *folder, const char *directory);

/* The last part of a directory's path: malloc'ed, NULL when it is not there. */
char *directory_title(const char *directory);

#endif
