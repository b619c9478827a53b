namespace Dagstack.Extensions.Shared;

/// <summary>What a plugin makes that its host ought to.</summary>
internal enum ClientUse
{
    /// <summary>A client of HTTP, which is a resource of every host.</summary>
    MakesHttpClient,

    /// <summary>A client of HTTP of the old kind, by a factory.</summary>
    MakesWebRequest,

    /// <summary>A connection of another kind, which the host can make a resource.</summary>
    Connects,
}
