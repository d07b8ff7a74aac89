/** Comparison of this library with reference values that were computed elsewhere. */
package org.odenet.models.verification;
