/** Command line programs: training on MNIST and CIFAR-10, and verification against reference values. */
package org.odenet.examples;
