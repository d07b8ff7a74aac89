/** Methods whose steps can be taken back exactly. */
package org.odenet.solvers.reversible;
