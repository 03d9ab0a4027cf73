/* Folders for files of the user's. */
#ifndef CCASCOPE_CONFIG_FOLDER_H
#define CCASCOPE_CONFIG_FOLDER_H

/* Makes the folders on the way to a file where they are not there, for the user alone. What cannot be made
 * shows when the file is opened. */
void folders_make(const char *path);

#endif
