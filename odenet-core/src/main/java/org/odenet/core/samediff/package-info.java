/** ODE functions from graphs of SameDiff, ND4J's automatic differentiation. */
package org.odenet.core.samediff;
