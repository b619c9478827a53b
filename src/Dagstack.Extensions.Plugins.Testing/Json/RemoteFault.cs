using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Testing.Json;

/// <summary>An exception as JSON carries it.</summary>
internal sealed record RemoteFault(string Type, string Message, string? Code)
{
    public static RemoteFault Of(Exception fault) =>
        new(fault.GetType().FullName ?? fault.GetType().Name, ExceptionText.MessageOf(fault), (fault as PluginRegistryException)?.Code);

    /// <summary>Sends an exception there and back. A cancelled call is cancelled on both sides.</summary>
    public static Exception Carry(Exception fault, CancellationToken cancellationToken)
    {
        if (fault is OperationCanceledException && cancellationToken.IsCancellationRequested)
        {
            return new OperationCanceledException(cancellationToken);
        }

        var carried = JsonSerializer.Deserialize<RemoteFault>(JsonSerializer.SerializeToUtf8Bytes(Of(fault)))!;
        return new RemotePluginException(carried.Message, carried.Type, carried.Code);
    }
}
