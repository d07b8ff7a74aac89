/**
 * The experiments of Carrara et al. 2020, "Continuous ODE-defined Image Features for Adaptive Retrieval" (ICMR), on trained
 * networks, and a report of a run.
 */
package org.odenet.examples.experiments;
