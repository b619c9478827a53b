namespace Dagstack.Extensions.Plugins.Testing;

/// <summary>A request that a <see cref="FakeHttpHandler"/> was sent.</summary>
public sealed class FakeHttpRequest
{
    internal FakeHttpRequest(HttpMethod method, Uri? address, string? content)
    {
        Method = method;
        Address = address;
        Content = content;
    }

    /// <summary>Gets the method.</summary>
    public HttpMethod Method { get; }

    /// <summary>Gets the address.</summary>
    public Uri? Address { get; }

    /// <summary>Gets the body as text; null if there was none.</summary>
    public string? Content { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Address}";
}
