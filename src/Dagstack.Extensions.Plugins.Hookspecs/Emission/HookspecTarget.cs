namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>What a kind is made into.</summary>
public enum HookspecTarget
{
    /// <summary>An interface with its payloads as records.</summary>
    CSharp,

    /// <summary>Models of pydantic 2 and a Protocol.</summary>
    Python,

    /// <summary>Types of zod 4 and an interface.</summary>
    TypeScript,

    /// <summary>A page for people.</summary>
    Markdown,

    /// <summary>The hookspec itself, with its schemas.</summary>
    Yaml,
}
