/** Fast kernels for CPUs: convolutions of oneDNN, fused normalisation passes in Java. */
package org.odenet.onednn;
