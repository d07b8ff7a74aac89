/**
 * Files that a run reads and leaves behind: weights (safetensors, npz), JSON documents, and the record of how they
 * came about.
 *
 * <p>Every file is written beside its target and moved into place whole. Reading checks each length before it is used,
 * refuses damaged files by name, and never runs or instantiates anything that a file names.
 */
package org.odenet.models.io;
