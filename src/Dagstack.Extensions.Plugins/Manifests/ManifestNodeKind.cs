namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>What a node of a manifest holds.</summary>
internal enum ManifestNodeKind
{
    Null,
    String,
    Integer,
    Float,
    Boolean,
    DateTime,
    Array,
    Table,
}
