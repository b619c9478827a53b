using System.Text.Json;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Broken;

/// <summary>What <c>Quickstart --list</c> says of a root with every broken plugin in it.</summary>
public sealed class ListedPlugins : IAsyncLifetime
{
    private readonly BrokenFolders _folders = new();

    internal ProcessResult Result { get; private set; } = null!;

    internal IReadOnlyList<JsonElement> Plugins { get; private set; } = [];

    public string Root => _folders.Root;

    public async ValueTask InitializeAsync()
    {
        Result = await Tool.RunAsync(Repository.Root, Repository.QuickstartPath, "--list", "--json", "--plugins", Root);
        Plugins = [.. Result.Lines.Select(static line => JsonDocument.Parse(line).RootElement)];
    }

    public ValueTask DisposeAsync()
    {
        _folders.Dispose();
        return default;
    }

    /// <summary>Finds the line of the plugin in a folder.</summary>
    internal JsonElement Of(string folder) =>
        Assert.Single(Plugins, plugin => plugin.GetProperty("path").GetString()!.StartsWith(Path.Combine(Root, folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal));
}
