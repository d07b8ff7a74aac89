/** Command line programs: training on MNIST and CIFAR-10, experiments on trained networks, and verification against reference values. */
package org.odenet.examples;
