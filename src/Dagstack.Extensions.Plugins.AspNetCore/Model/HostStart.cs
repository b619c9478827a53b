namespace Dagstack.Extensions.Plugins.AspNetCore.Model;

/// <summary>The start of the host.</summary>
/// <param name="Plugins">Those that started together when it did, in the order in which they began.</param>
/// <param name="StartedSince">Those that have been started or reloaded since: how their first start went is known no more.</param>
internal sealed record HostStart(IReadOnlyList<StartItem> Plugins, IReadOnlyList<PluginItem> StartedSince);
