/** A peer for comparisons: networks and solves on libtorch. */
package org.odenet.benchmarks.libtorch;
