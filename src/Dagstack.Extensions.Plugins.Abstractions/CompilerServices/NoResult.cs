using System.ComponentModel;

namespace Dagstack.Extensions.Plugins.CompilerServices;

/// <summary>The result type of a hook that returns nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct NoResult;
