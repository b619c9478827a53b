using System.Text.Json;
using Dagstack.Extensions.Plugins;

namespace Dagstack.Extensions.Orchestration.Running;

/// <summary>What runs units: the plugins of a host, or what stands for them.</summary>
internal interface IUnitBody
{
    /// <summary>Tells that <see cref="Ready"/> is another. It is raised on any thread.</summary>
    event Action? ReadyChanged;

    /// <summary>Gets the plugins that take units at the moment, each <c>kind:name</c>.</summary>
    IReadOnlySet<string> Ready { get; }

    /// <summary>Gets what a plugin says of its units.</summary>
    /// <param name="plugin">The plugin, <c>kind:name</c>.</param>
    UnitTraits TraitsOf(string plugin);

    /// <summary>Runs a unit.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="context">What the plugin is told of it.</param>
    /// <param name="cancellationToken">Asks it to end.</param>
    /// <returns>Its output; null for none.</returns>
    /// <exception cref="UnitInterruptedException">It has not come to its end, and that is no failure of it.</exception>
    Task<JsonElement?> RunAsync(OpenUnit unit, UnitContext context, CancellationToken cancellationToken);
}
