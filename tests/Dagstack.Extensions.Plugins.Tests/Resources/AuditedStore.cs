namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>A second decorator, to see the order of two.</summary>
internal sealed class AuditedStore(BlobStore inner, EventLog events) : MeteredStore(inner, events)
{
    protected override string Name => "audited";
}
