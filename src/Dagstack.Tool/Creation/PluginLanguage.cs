namespace Dagstack.Tool.Creation;

/// <summary>What a new plugin is written in.</summary>
internal enum PluginLanguage
{
    CSharp,
    FSharp,
    Python,
    Node,
}
