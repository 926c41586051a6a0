/**
 * Everything that the designer takes from React Flow, and the only place that names it: its next major version renames much
 * of this, and then one folder changes.
 */
export {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  BaseEdge,
  type Connection,
  ConnectionLineType,
  type Edge,
  type EdgeChange,
  type EdgeProps,
  type FinalConnectionState,
  getSmoothStepPath,
  getViewportForBounds,
  Handle,
  type Node,
  type NodeChange,
  type NodeProps,
  Position,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  useReactFlow,
  useStoreApi,
  useUpdateNodeInternals,
} from '@xyflow/react';
