/** Layers with exact forward and backward passes, their parameters, and the layer that is an ODE solve. */
package org.odenet.core.nn;
