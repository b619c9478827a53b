using System.Buffers;
using System.Text;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

internal static class WireTestExtensions
{
    /// <summary>Calls a tool with arguments given as text.</summary>
    public static Task<WireResult> CallAsync(
        this McpConnection connection, string arguments = "{}", string tool = "echo", WireMeta? meta = null, IProgress<WireProgress>? progress = null, CancellationToken cancellationToken = default) =>
        connection.CallToolAsync(tool, writer => writer.Write(Encoding.UTF8.GetBytes(arguments)), meta, progress, cancellationToken).AsTask().WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);

    public static async Task<WireException> FailAsync(this Task<WireResult> call) => await Assert.ThrowsAsync<WireException>(() => call);

    public static string Text(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
