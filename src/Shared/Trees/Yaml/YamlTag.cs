namespace Dagstack.Extensions.Shared;

/// <summary>Tags of the core schema (YAML 1.2.2 §10.3).</summary>
internal static class YamlTag
{
    public const string NonSpecific = "!";
    public const string String = "tag:yaml.org,2002:str";
    public const string Integer = "tag:yaml.org,2002:int";
    public const string Float = "tag:yaml.org,2002:float";
    public const string Boolean = "tag:yaml.org,2002:bool";
    public const string Null = "tag:yaml.org,2002:null";
    public const string Map = "tag:yaml.org,2002:map";
    public const string Sequence = "tag:yaml.org,2002:seq";
}
