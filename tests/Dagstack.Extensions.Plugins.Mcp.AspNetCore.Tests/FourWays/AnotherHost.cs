using System.Diagnostics;
using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Mcp.AspNetCore.Tests.FourWays;

/// <summary>The plugins in another host, in another process, which serves them over HTTP.</summary>
public sealed class AnotherHost : Way
{
    private static readonly string s_program = Path.Combine(Repository.Root, "tests", "fixtures", "ChunkerHost", "bin", Repository.Configuration, "net10.0", "ChunkerHost.dll");

    private readonly SortedDictionary<string, string> _settings = new(StringComparer.Ordinal);
    private Process? _host;

    public override Task ConfigureAsync(string key, string value)
    {
        _settings[key] = value;
        return SaveAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_host is { } host)
        {
            host.StandardInput.Close();
            await host.WaitForExitAsync(CancellationToken.None).WaitAsync(Limits.Patience, CancellationToken.None);
            host.Dispose();
        }
    }

    protected override async Task PrepareAsync()
    {
        CopyPlugins("served", static manifest => manifest);
        await SaveAsync();
        _host = Process.Start(new ProcessStartInfo("dotnet", [s_program, PathOf("served"), PathOf("settings.json")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var url = await _host.StandardOutput.ReadLineAsync(Token).AsTask().WaitAsync(Limits.Patience, Token);
        Write("chunker", "fixed", url);
        Write("probe", "csharp", url);

        // What the caller's host says of a plugin that another one has.
        Configuration["chunker:fixed:max_size"] = "2";
    }

    private async Task SaveAsync()
    {
        // Whole or not at all: the host follows the file.
        await File.WriteAllTextAsync(PathOf("settings.new"), JsonSerializer.Serialize(_settings), Token);
        File.Move(PathOf("settings.new"), PathOf("settings.json"), overwrite: true);
    }

    private void Write(string kind, string name, string? url)
    {
        var folder = Directory.CreateDirectory(PathOf($"plugins/{name}")).FullName;
        File.WriteAllText(Path.Combine(folder, "dagstack.toml"), $"""
            [plugin]
            name = "{name}"
            kind = "{kind}"
            runtime = "mcp_http"
            core_version = ">=0.1.0,<1.0.0"
            [plugin.mcp_http]
            url = "{url}"
            """);
    }
}
