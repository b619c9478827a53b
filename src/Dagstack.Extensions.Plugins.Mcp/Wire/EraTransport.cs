using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Decides how a client of the SDK greets a server, and sees how it does.</summary>
/// <param name="inner">The transport.</param>
/// <param name="hub">Told of notifications; null where the transport tells them itself.</param>
/// <param name="mask">Takes secrets out of errors; null for none.</param>
/// <param name="mayDiscover">Whether it may try discovery. Otherwise the SDK is told at once that there is none, without asking the server.</param>
internal sealed class EraTransport(IClientTransport inner, bool mayDiscover, NotificationHub? hub, Func<string, string>? mask) : IClientTransport
{
    public string Name => inner.Name;

    public bool MayDiscover => mayDiscover;

    /// <summary>Gets or sets whether <c>server/discover</c> was sent.</summary>
    public bool SentDiscover { get; set; }

    /// <summary>Gets or sets whether <c>initialize</c> was sent: then the server is known not to discover.</summary>
    public bool SentInitialize { get; set; }

    public async Task<ITransport> ConnectAsync(CancellationToken cancellationToken = default) =>
        new EraSession(this, await inner.ConnectAsync(cancellationToken).ConfigureAwait(false), hub, mask);
}
