using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Hosts with tool plugins.</summary>
internal static class ToolHost
{
    public static PluginManifest Manifest(string name, int priority = 0) => new() { Id = new("tool", name), Priority = priority };

    public static Task<TestProvider> StartAsync(params (string Name, ToolPlugin Plugin)[] plugins) => TestProvider.StartAsync(o =>
    {
        foreach (var (name, plugin) in plugins)
        {
            o.Add("tool:" + name, plugin);
        }
    });

    public static ITools Tools(this TestProvider provider) => provider.Services.GetRequiredService<ITools>();
}
