using Dagstack.Extensions.Plugins.Testing.Il;

namespace Dagstack.Extensions.Plugins.Testing.Checks;

/// <summary>Members by which a plugin would make a long-lived resource itself.</summary>
internal static class ResourceRules
{
    private const string Unknown = "makes a client that the host does not know: it is neither limited nor closed with the plugin";
    private const string Http = "Take an HttpClient in the constructor and add \"http_client\" to the manifest's resources.";
    private const string Host = "Let the host make it: o.AddResource<T>(\"name\", …) there, the name in the manifest's resources, and the type in the constructor.";
    private const string File = "Keep data in the resource \"blob_store\", or write files below the resource \"tmpdir\" (TempDir.CreateFile, TempDir.Path).";

    private static readonly HashSet<string> s_files = new(StringComparer.Ordinal)
    {
        "System.IO.File", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.StreamReader", "System.IO.StreamWriter", "System.IO.MemoryMappedFiles.MemoryMappedFile",
    };

    public static IlComplaint? Find(IlMethod method, MemberName member) => member.Find(ClientMembers.ByType) switch
    {
        ClientUse.MakesHttpClient => new(Unknown, Http),
        ClientUse.MakesWebRequest => new("makes a client that the host does not know", Http),
        ClientUse.Connects => new(Unknown, Host),
        _ => FindOther(method, member),
    };

    private static IlComplaint? FindOther(IlMethod method, MemberName member) => member switch
    {
        { Type: "StackExchange.Redis.ConnectionMultiplexer" or "Grpc.Net.Client.GrpcChannel" or "Npgsql.NpgsqlDataSource" } when !member.IsInstance => new("opens a connection that the host does not know", Host),
        { Type: "System.Diagnostics.Process", Name: "Start" } => new("starts a process that the host does not know", Host),
        { Type: "System.IO.Path", Name: "GetTempPath" or "GetTempFileName" } => new("leads to files that nobody removes", File),
        { Type: "System.IO.Directory" } when member.Name is not ("GetCurrentDirectory" or "SetCurrentDirectory") && !UsesGivenFolder(method) => new("reaches folders that the plugin was not given", File),
        _ when s_files.Contains(member.Type) && TakesPath(member) && !UsesGivenFolder(method) => new("reaches a file that the plugin was not given", File),
        _ => null,
    };

    /// <summary>Static members, and constructors, that take a path; what is done with an open stream is no matter.</summary>
    private static bool TakesPath(MemberName member) => (!member.IsInstance || member.Name == ".ctor") && member.Parameters is ["System.String", ..];

    /// <summary>Whether the method has its paths from the host: the temporary folder, or the plugin's own.</summary>
    private static bool UsesGivenFolder(IlMethod method) =>
        method.Calls(typeof(TempDir).FullName!) || method.Members.Values.Any(static member => member.Type == typeof(PluginContext).FullName && member.Name == "get_Folder");
}
