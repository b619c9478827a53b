using System.Reflection;
using System.Text;
using Dagstack.Extensions.Plugins.CompilerServices;
using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A remote slot whose other side is a test.</summary>
internal sealed class TestSlot() : RemoteSlot(new(new PluginManifest { Id = new("greeter", "far") }, s_contract))
{
    private static readonly PluginContract s_contract = typeof(IGreeter).Assembly.GetCustomAttributes<PluginContractAttribute>()
        .Select(static attribute => (PluginContract)Activator.CreateInstance(attribute.ContractType, nonPublic: true)!)
        .Single(static contract => contract.InterfaceType == typeof(IGreeter));

    public Func<RemoteCall, CancellationToken, ValueTask<RemotePayload>> OnSend { get; init; } = static (_, _) => throw new NotSupportedException();

    public Func<RemoteCall, CancellationToken, IAsyncEnumerable<RemotePayload>>? OnStream { get; init; }

    public int Sent { get; private set; }

    public static RemotePayload Answer(string json, IDisposable? owner = null) => new(Encoding.UTF8.GetBytes(json), owner);

    /// <summary>Makes the proxy that callers hold, and the instance that can die.</summary>
    public (IGreeter Greeter, TestInstance Instance) Connect()
    {
        var proxy = s_contract.CreateProxy(this);
        return ((IGreeter)proxy, new(proxy));
    }

    protected override ValueTask<RemotePayload> SendAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        Sent++;
        return OnSend(call, cancellationToken);
    }

    protected override IAsyncEnumerable<RemotePayload> SendStreamAsync(RemoteCall call, CancellationToken cancellationToken)
    {
        Sent++;
        return OnStream?.Invoke(call, cancellationToken) ?? base.SendStreamAsync(call, cancellationToken);
    }
}
