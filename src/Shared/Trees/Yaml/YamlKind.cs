namespace Dagstack.Extensions.Shared;

/// <summary>What a scalar is by the core schema of YAML.</summary>
internal enum YamlKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,
}
