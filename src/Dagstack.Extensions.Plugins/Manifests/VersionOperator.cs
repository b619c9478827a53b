namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>How a version is compared.</summary>
internal enum VersionOperator
{
    Equal,
    NotEqual,
    Identical,
    Compatible,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
