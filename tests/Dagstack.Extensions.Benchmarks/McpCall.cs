using System.Diagnostics;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Dagstack.Extensions.Plugins;
using Letters;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Client;

namespace Dagstack.Extensions.Benchmarks;

/// <summary>Calls of a plugin in a child process, from the injected proxy to the typed result, against the SDK's client and the bare pipe, with the same server in Python.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class McpCall
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dagstack-bench-").FullName;
    private ServiceProvider _provider = null!;
    private ILetter _letters = null!;
    private McpClient _client = null!;
    private Process _process = null!;
    private Letter _letter = null!;
    private Dictionary<string, object?> _arguments = null!;
    private byte[] _line = null!;
    private byte[] _answer = null!;

    [Params(100, 10_000, 1_000_000)]
    public int Characters { get; set; }

    [Params(1, 16, 64)]
    public int InFlight { get; set; }

    private string Script => Path.Combine(AppContext.BaseDirectory, "mcp_echo.py");

    [GlobalSetup]
    public async Task SetupAsync()
    {
        _letter = new(new string('x', Characters));
        _arguments = new() { ["text"] = _letter.Text };
        var plugin = Directory.CreateDirectory(Path.Combine(_folder, "py")).FullName;
        await File.WriteAllTextAsync(Path.Combine(plugin, "dagstack.toml"), $"""
            [plugin]
            name = "py"
            kind = "letter"
            runtime = "mcp_stdio"
            core_version = ">=0.1.0"

            [plugin.mcp_stdio]
            command = ["python3", '{Script}', "{Characters}"]
            """).ConfigureAwait(false);
        _provider = new ServiceCollection().AddDagstackPlugins(options => options.AddKind<ILetter>().Discover(_folder).UseMcp()).BuildServiceProvider();
        await _provider.SetupPluginsAsync().ConfigureAwait(false);
        _letters = _provider.GetRequiredKeyedService<ILetter>("letter:py");
        _client = await McpClient.CreateAsync(new StdioClientTransport(new() { Command = "python3", Arguments = [Script, $"{Characters}"] })).ConfigureAwait(false);
        _process = Process.Start(new ProcessStartInfo("python3", [Script, $"{Characters}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _line = JsonSerializer.SerializeToUtf8Bytes(new { jsonrpc = "2.0", id = 1, method = "tools/call", @params = new { name = "letter.py.send", arguments = _arguments } });
        _line = [.. _line, (byte)'\n'];
        _answer = new byte[Characters + 200];
    }

    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _client.DisposeAsync().ConfigureAwait(false);
        await _provider.DisposeAsync().ConfigureAwait(false);
        _process.Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Benchmark(Baseline = true, Description = "client of the SDK")]
    public Task ClientAsync() => ManyAsync(async () =>
    {
        var result = await _client.CallToolAsync("letter.py.send", _arguments).ConfigureAwait(false);
        return result.StructuredContent!.Value.Deserialize(LetterJson.Default.Letter)!.Text.Length;
    });

    [Benchmark(Description = "plugin")]
    public Task PluginAsync() => ManyAsync(async () => (await _letters.SendAsync(_letter).ConfigureAwait(false)).Text.Length);

    [Benchmark(Description = "bare pipe")]
    public async Task PipeAsync()
    {
        var (input, output) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        for (var i = 0; i < InFlight; i++)
        {
            await input.WriteAsync(_line).ConfigureAwait(false);
            await input.FlushAsync().ConfigureAwait(false);
            var count = 0;
            while (count == 0 || _answer[count - 1] != (byte)'\n')
            {
                count += await output.ReadAsync(_answer.AsMemory(count)).ConfigureAwait(false);
            }
        }
    }

    private async Task ManyAsync(Func<Task<int>> call)
    {
        if (InFlight == 1)
        {
            Check(await call().ConfigureAwait(false));
            return;
        }

        foreach (var length in await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => call())).ConfigureAwait(false))
        {
            Check(length);
        }
    }

    private void Check(int length)
    {
        if (length != Characters)
        {
            throw new InvalidOperationException($"The answer has {length} characters.");
        }
    }
}
