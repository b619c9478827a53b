using System.Net;
using System.Net.Sockets;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Http;

/// <summary>A server that takes connections and never answers.</summary>
internal sealed class BlackHole : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> _taken = [];

    public BlackHole()
    {
        _listener.Start();
        _ = TakeAsync();
    }

    public string Url => $"http://{_listener.LocalEndpoint}/mcp";

    public void Dispose()
    {
        _listener.Dispose();
        lock (_taken)
        {
            _taken.ForEach(static client => client.Dispose());
        }
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                lock (_taken)
                {
                    _taken.Add(client);
                }
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }
}
