import EventLog
import Events
import Testing

/// Roots and proofs are those of RFC 6962.
struct MerkleTests {
  /// The leaves and roots that implementations of Certificate Transparency test with
  /// (google/certificate-transparency, merkle tree tests; also in transparency-dev/merkle).
  private static let entries = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ]
  private static let roots = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ]
  private static let leaves = entries.map { MerkleTree.leaf([UInt8](hexadecimal: $0) ?? []) }

  private static func root(_ leaves: ArraySlice<[UInt8]>) -> [UInt8] {
    var tree = MerkleFrontier()
    for leaf in leaves { tree.add(leaf) }
    return tree.root
  }

  private static func over(_ leaves: [[UInt8]]) -> (Range<Int64>) -> [UInt8] {
    { root(leaves[Int($0.lowerBound)..<Int($0.upperBound)]) }
  }

  @Test(arguments: 0...8)
  func `a root is the published one`(_ size: Int) {
    #expect(Self.root(Self.leaves[..<size]).hexadecimal == Self.roots[size])
  }

  @Test func `proofs are the published ones`() {
    let root = Self.over(Self.leaves)
    #expect(
      MerkleTree.inclusion(of: 0, in: 8, root).map(\.hexadecimal) == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
      ])
    #expect(
      MerkleTree.inclusion(of: 5, in: 8, root).map(\.hexadecimal) == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        Self.roots[4],
      ])
    #expect(
      MerkleTree.consistency(from: 6, to: 8, root).map(\.hexadecimal) == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        Self.roots[4],
      ])
    #expect(
      MerkleTree.consistency(from: 2, to: 5, root).map(\.hexadecimal) == [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      ])
  }

  /// A hash of a proof that was changed, left out, or put in.
  private static func spoiled(_ path: [[UInt8]]) -> [[[UInt8]]] {
    var spoiled = [path + [leaves[0]]]
    for place in path.indices {
      var changed = path
      changed[place][0] ^= 1
      var shorter = path
      shorter.remove(at: place)
      spoiled += [changed, shorter]
    }
    return spoiled
  }

  @Test func `of every tree and leaf the proof holds, and no other does`() {
    let leaves = (0..<40).map { MerkleTree.leaf([UInt8($0)]) }
    let over = Self.over(leaves)
    for size in Int64(1)...40 {
      let root = over(0..<size)
      for leaf in 0..<size {
        let path = MerkleTree.inclusion(of: leaf, in: size, over)
        func holds(_ path: [[UInt8]], _ hash: [UInt8], _ place: Int64) -> Bool {
          MerkleTree.holds(inclusion: path, of: hash, at: place, in: size, root: root)
        }
        #expect(holds(path, leaves[Int(leaf)], leaf))
        #expect(!holds(path, leaves[Int((leaf + 1) % 40)], leaf))
        #expect(!holds(path, leaves[Int(leaf)], (leaf + 1) % size) || size == 1)
        for other in Self.spoiled(path) { #expect(!holds(other, leaves[Int(leaf)], leaf)) }
      }
    }
  }

  @Test func `of every two trees the proof holds, and no other does`() {
    let leaves = (0..<33).map { MerkleTree.leaf([UInt8($0)]) }
    let over = Self.over(leaves)
    for size in Int64(0)...33 {
      for old in 0...size {
        let path = MerkleTree.consistency(from: old, to: size, over)
        func holds(_ path: [[UInt8]], _ oldRoot: [UInt8]) -> Bool {
          MerkleTree.holds(
            consistency: path, from: old, root: oldRoot, to: size, root: over(0..<size))
        }
        #expect(holds(path, over(0..<old)))
        #expect(!holds(path, leaves[7]))
        for other in Self.spoiled(path) { #expect(!holds(other, over(0..<old))) }
      }
    }
  }
}
