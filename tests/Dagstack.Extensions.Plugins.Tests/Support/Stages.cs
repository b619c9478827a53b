using Fixtures;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A host with plugins of the kind <c>stage</c>.</summary>
internal static class Stages
{
    public static PluginManifest Manifest(string name, int priority = 0) => new() { Id = new("stage", name), Priority = priority };

    /// <summary>Starts a host with plugins that only name themselves, each <c>name</c> or <c>name=priority</c>.</summary>
    public static Task<TestProvider> StartAsync(string plugins) => TestProvider.StartAsync(o =>
    {
        foreach (var plugin in plugins.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = plugin.Split('=');
            o.Add(Manifest(parts[0], parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0), new Stage(parts[0]));
        }
    });

    public static IPlugins<IStage> Of(TestProvider provider) => provider.Services.GetRequiredService<IPlugins<IStage>>();
}
