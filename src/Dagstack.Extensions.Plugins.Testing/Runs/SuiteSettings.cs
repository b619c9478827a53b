using System.Text.Json;
using Dagstack.Extensions.Plugins.Testing.Calls;

namespace Dagstack.Extensions.Plugins.Testing.Runs;

/// <summary>What the author said about a run.</summary>
internal sealed class SuiteSettings
{
    /// <summary>Gets the folders of plugins that the hosts have besides.</summary>
    public List<string> OtherPlugins { get; } = [];

    public List<HookCall> Calls { get; } = [];

    /// <summary>Gets the arguments of units of work.</summary>
    public List<JsonElement> Units { get; } = [];

    public Dictionary<string, string?> Configuration { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<Action<PluginTestHostBuilder>> ConfigureHost { get; } = [];

    public ulong Seed { get; set; }
}
