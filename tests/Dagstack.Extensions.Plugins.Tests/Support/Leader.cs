using Fixtures;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>A plugin of the kind <c>leader</c> that names itself.</summary>
internal sealed class Leader(string leader) : ILeader
{
    public string Lead(string name) => $"{leader} leads {name}";

    public ValueTask<string> LeadAsync(CancellationToken cancellationToken) => new($"{leader} leads");
}
