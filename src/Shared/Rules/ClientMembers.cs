namespace Dagstack.Extensions.Shared;

/// <summary>Members by which a plugin would make a client that its host neither configures nor closes.</summary>
internal static class ClientMembers
{
    private const string Constructor = MemberRule<ClientUse>.Constructor;

    /// <summary>Gets the rules by the full name of the type.</summary>
    public static ILookup<string, MemberRule<ClientUse>> ByType { get; } = new MemberRule<ClientUse>[]
    {
        new(ClientUse.MakesHttpClient, "System.Net.Http.HttpClient", Constructor),
        new(ClientUse.MakesHttpClient, "System.Net.Http.HttpClientHandler", Constructor),
        new(ClientUse.MakesHttpClient, "System.Net.Http.SocketsHttpHandler", Constructor),
        new(ClientUse.MakesHttpClient, "System.Net.WebClient", Constructor),
        new(ClientUse.MakesWebRequest, "System.Net.WebRequest", "Create", "CreateHttp"),
        new(ClientUse.Connects, "System.Net.Sockets.Socket", Constructor),
        new(ClientUse.Connects, "System.Net.Sockets.TcpClient", Constructor),
        new(ClientUse.Connects, "System.Net.Sockets.TcpListener", Constructor),
        new(ClientUse.Connects, "System.Net.Sockets.UdpClient", Constructor),
        new(ClientUse.Connects, "System.Net.HttpListener", Constructor),
        new(ClientUse.Connects, "System.Net.WebSockets.ClientWebSocket", Constructor),
        new(ClientUse.Connects, "System.Net.Mail.SmtpClient", Constructor),
        new(ClientUse.Connects, "System.Net.NetworkInformation.Ping", Constructor),
        new(ClientUse.Connects, "System.IO.Pipes.NamedPipeClientStream", Constructor),
        new(ClientUse.Connects, "System.IO.Pipes.NamedPipeServerStream", Constructor),
        new(ClientUse.Connects, "System.IO.FileSystemWatcher", Constructor),
        new(ClientUse.Connects, "Npgsql.NpgsqlConnection", Constructor),
        new(ClientUse.Connects, "Microsoft.Data.SqlClient.SqlConnection", Constructor),
        new(ClientUse.Connects, "System.Data.SqlClient.SqlConnection", Constructor),
        new(ClientUse.Connects, "Microsoft.Data.Sqlite.SqliteConnection", Constructor),
        new(ClientUse.Connects, "MySqlConnector.MySqlConnection", Constructor),
        new(ClientUse.Connects, "MongoDB.Driver.MongoClient", Constructor),
    }.ToLookup(static rule => rule.Type, StringComparer.Ordinal);
}
