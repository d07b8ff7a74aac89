/** Finds the events in the steps of a solve. */
package org.odenet.solvers.event;
