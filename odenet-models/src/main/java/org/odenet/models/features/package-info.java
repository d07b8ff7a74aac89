/** Features of images of any depth: the continuous hidden state, stopped early. */
package org.odenet.models.features;
