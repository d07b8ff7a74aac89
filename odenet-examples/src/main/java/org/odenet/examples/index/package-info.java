/** An index of image features on the disk, searched by approximate nearest neighbours. */
package org.odenet.examples.index;
