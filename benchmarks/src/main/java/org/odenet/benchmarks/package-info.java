/** Measurements: a JMH suite, comparisons with peers side by side, and the memory of gradients. */
package org.odenet.benchmarks;
