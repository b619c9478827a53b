using System.Security.Cryptography;

namespace Dagstack.Tool.Tests;

internal static class Hash
{
    public static string Of(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
