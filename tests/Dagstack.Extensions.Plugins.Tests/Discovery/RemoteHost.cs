using Dagstack.Extensions.Plugins.Tests.Runtimes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;

namespace Dagstack.Extensions.Plugins.Tests.Discovery;

/// <summary>A folder with manifests of plugins in other processes, and hosts over it whose runtime <c>mcp_stdio</c> is a test's.</summary>
internal sealed class RemoteHost : IDisposable
{
    private readonly TempFolder _folder = new();

    public string Path => _folder.Path;

    public TestRuntime Runtime { get; } = new() { RuntimeName = PluginRuntimes.McpStdio, IsCopied = true };

    public static string Toml(string name, string runtime = "\"mcp_stdio\"") => $"""
        [plugin]
        name = "{name}"
        kind = "greeter"
        runtime = {runtime}
        core_version = "*"
        entry_point = "plugin:X"
        [plugin.mcp_stdio]
        command = ["x"]
        """;

    /// <summary>A manifest as JSON, with or without the table around it.</summary>
    public static string Json(string name, bool isWrapped = true)
    {
        var text = $$$"""{"name": "{{{name}}}", "kind": "greeter", "runtime": "mcp_stdio", "core_version": "*", "mcp_stdio": {"command": ["x", "],}{[\""]}}""";
        return isWrapped ? $$"""{"plugin": {{text}}}""" : text;
    }

    public RemoteHost Write(string relative, string text)
    {
        _folder.Write(relative, text);
        return this;
    }

    public string Combine(string relative) => _folder.Combine(relative);

    public Task<TestProvider> StartAsync(Action<DagstackPluginOptions> plugins, params (string Key, string Value)[] configuration) => TestProvider.StartAsync(
        o => plugins(o.AllowReload().AddRuntime(_ => Runtime)),
        services => services.AddSingleton<IHostEnvironment>(new HostingEnvironment { ContentRootPath = Path }),
        configuration);

    public void Dispose() => _folder.Dispose();
}
