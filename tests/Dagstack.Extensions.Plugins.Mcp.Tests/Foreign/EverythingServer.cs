using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Foreign;

/// <summary>server-everything over HTTP, on a port of its own. It can be killed and started again where it was.</summary>
internal sealed class EverythingServer : IAsyncDisposable
{
    private const string Session = "Session initialized with ID: ";

    private readonly int _port;
    private Process? _process;
    private TaskCompletionSource<string> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private EverythingServer(int port) => _port = port;

    public Uri Address => new($"http://127.0.0.1:{_port}/mcp");

    public static async Task<EverythingServer> StartAsync()
    {
        var server = new EverythingServer(FreePort());
        await server.RestartAsync();
        return server;
    }

    public async Task RestartAsync()
    {
        var start = new ProcessStartInfo("node", [NpmServers.ProgramOf("server-everything"), "streamableHttp"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORT"] = $"{_port}";
        var listens = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = _process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.StartsWith(Session, StringComparison.Ordinal) == true)
            {
                _session.TrySetResult(line.Data[Session.Length..]);
            }
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null)
            {
                listens.TrySetException(new IOException("The server ended before it listened."));
            }
            else if (line.Data.Contains("listening on port", StringComparison.Ordinal))
            {
                listens.TrySetResult();
            }
        };
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await listens.Task.WaitAsync(Limits.Patience);
    }

    public async Task KillAsync()
    {
        if (Interlocked.Exchange(ref _process, null) is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync().WaitAsync(Limits.Patience);
            process.Dispose();
        }
    }

    /// <summary>Has the server end its first session, as for anybody who knows its name.</summary>
    public async Task ForgetSessionAsync()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Delete, Address);
        request.Headers.Add("Mcp-Session-Id", await _session.Task.WaitAsync(Limits.Patience));
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
    }

    public ValueTask DisposeAsync() => new(KillAsync());

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
