/** What ND4J lacks for tensors whose memory order is not their logical one. */
package org.odenet.core.tensor;
