/** Batches whose samples take steps of their own: each with its own time, step size, acceptance, cost and outcome. */
package org.odenet.solvers.sample;
