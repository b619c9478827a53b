using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins.Lifecycle;

/// <summary>What is to be known of a start before it begins.</summary>
/// <param name="AskedBy">What asks for it.</param>
/// <param name="Asked">When it was asked for.</param>
/// <param name="After">Who ended last of those that had to start before; null if nobody had to.</param>
internal readonly record struct StartTurn(AskedBy AskedBy, StartMoment Asked, PluginEntry? After = null);
