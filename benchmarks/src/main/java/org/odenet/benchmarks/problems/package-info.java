/** Initial value problems of the literature. */
package org.odenet.benchmarks.problems;
