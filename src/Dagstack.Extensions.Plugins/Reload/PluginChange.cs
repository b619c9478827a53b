using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.Discovery;
using Dagstack.Extensions.Plugins.Trust;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>One plugin that is to be another, to come or to go.</summary>
/// <param name="Entry">The plugin; null for one that comes.</param>
/// <param name="Source">What it is to be; null for one that goes.</param>
/// <param name="IsAsked">Whether the application asks for it, and not a file that has changed: then one that was stopped is started too.</param>
internal sealed record PluginChange(PluginEntry? Entry, FoundPlugin? Source, bool IsAsked = false)
{
    public AskedBy AskedBy => IsAsked ? AskedBy.Api : AskedBy.Watch;
}
